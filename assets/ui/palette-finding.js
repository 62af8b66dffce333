// What the palette finds: pages here, clients by asking the server as the person.
const MOST_CLIENTS = 8;

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// The places whose name holds every word that was typed, accents aside; all of them for none.
export const named = (places, words) => {
  const asked = plain(words).split(/\s+/).filter(Boolean);
  return places.filter(({ label }) => asked.every((word) => plain(label).includes(word)));
};

// Clients that the person may see; none when the server does not answer, which the page itself says.
export const clientsNamed = async (words, signal) => {
  const query = new URLSearchParams({ search: words, limit: MOST_CLIENTS, sort: "-amount" });
  try {
    const answer = await fetch(`/api/v1/clients?${query}`, { signal });
    if (!answer.ok) return [];
    const { rows } = await answer.json();
    return rows.map(({ id, code, name, city }) => ({
      href: `/clients/${id}`,
      label: name || code,
      note: [code, city].filter(Boolean).join(" · "),
    }));
  } catch (error) {
    if (error.name === "AbortError" || error instanceof TypeError) return [];
    throw error;
  }
};

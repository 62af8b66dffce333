// Leaves the page's router: the address is asked of the server, which has another page for it.
import { useEffect } from "react";

export function Leave() {
  useEffect(() => {
    window.location.reload();
  }, []);
  return null;
}

// A file to a route of ours, with progress; its JSON answer. For screens and pages without React.
export const send = (action, file, fields, onShare) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    for (const [name, value] of Object.entries(fields ?? {})) form.append(name, value);
    form.append("file", file, file.name);
    request.open("POST", action);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onShare(Math.round((100 * loaded) / total));
    request.onload = () => resolve({ ...request.response, status: request.status });
    request.onerror = reject;
    request.send(form);
  });

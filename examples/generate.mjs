// A picture by JavaScript (Node 20 or a browser): STUDIO=http://127.0.0.1:7860 KEY=... node examples/generate.mjs picture.png
import { writeFile } from "node:fs/promises";

const studio = process.env.STUDIO ?? "http://127.0.0.1:7860";
const key = process.env.KEY ? { Authorization: `Bearer ${process.env.KEY}` } : {};
const pause = (seconds) => new Promise((resume) => setTimeout(resume, 1000 * seconds));

async function call(path, options = {}) {
  const answer = await fetch(studio + path, { ...options, headers: { "Content-Type": "application/json", ...key, ...options.headers } });
  if (!answer.ok) throw new Error((await answer.json()).detail);
  return answer;
}

// Resolves with a Blob. A busy studio answers 202: its job is asked until it is done.
export async function generate(preferences) {
  const headers = { Accept: "image/webp", "Idempotency-Key": crypto.randomUUID(), Prefer: "wait=5" };
  const answer = await call("/generate_image", { method: "POST", headers, body: JSON.stringify(preferences) });
  if (answer.status === 200) return answer.blob();
  const { job } = await answer.json();
  for (;;) {
    const told = await call(job);
    const { status, error } = await told.json();
    if (status === "done") return (await call(job, { headers: { Accept: "image/webp" } })).blob();
    if (status === "failed" || status === "cancelled") throw new Error(error?.message ?? "called off");
    await pause(Number(told.headers.get("Retry-After")));
  }
}

const path = process.argv[2] ?? "picture.webp";
const picture = await generate({ theme: "forest", style: "woodblock", palette: "moss", seed: 5, size: [320, 240] });
await writeFile(path, Buffer.from(await picture.arrayBuffer()));
console.log(`${path} is painted`);

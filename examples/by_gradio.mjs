// The same through Gradio's own client: npm install @gradio/client; node by_gradio.mjs [http://127.0.0.1:7860]
import { Client } from "@gradio/client";

const studio = await Client.connect(process.argv[2] ?? "http://127.0.0.1:7860");
const [offer] = (await studio.predict("/list_presets")).data;
console.log(Object.keys(offer.themes).join(", "));
const asked = { theme: "city", style: "risograph", palette: "#1b2a49, #e8663f, #f3d9b1", seed: 3, width: 320, height: 240 };
const [made] = (await studio.predict("/generate_image", asked)).data;
console.log(made.image_url, made.fidelity.on_palette_share);
const middle = [{ kind: "ellipse", left: -0.3, top: -0.2, right: 0.3, bottom: 0.2 }];
const [edited] = (await studio.predict("/edit", { mask: middle, recipe: made.recipe, theme: "ocean", palette: "lagoon" })).data;
console.log(edited.image_url);
studio.close();

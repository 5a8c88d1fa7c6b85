import type { TableColumn } from "../../shared/ipc/export.js";
import { askMain } from "../client.js";

export type PictureKind = "svg" | "png";

/** Asks where, then saves the drawing; a PNG has two pixels for each of its units. */
export async function savePicture(name: string, kind: PictureKind, drawing: SVGSVGElement): Promise<void> {
  drawing.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const svg = new XMLSerializer().serializeToString(drawing);
  const { width, height } = drawing.viewBox.baseVal;
  const content = kind === "svg" ? svg : await rasterized(svg, 2 * width, 2 * height);
  await askMain("export.save", { name: fileName(name), kind, content });
}

/** Asks where, then saves the columns as CSV, numbers to the last bit. */
export async function saveTable(name: string, columns: readonly TableColumn[]): Promise<void> {
  await askMain("export.saveTable", { name: fileName(name), columns: [...columns] });
}

const fileName = (name: string) => name.replace(/[/\\\0]/g, "-").slice(0, 200);

async function rasterized(svg: string, width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext("2d")!.drawImage(image, 0, 0, width, height);
    return new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
  } finally {
    URL.revokeObjectURL(url);
  }
}

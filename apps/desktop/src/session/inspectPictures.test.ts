import { expect, it } from "vitest";
import { featuresOfPicture, imageScale, pictureOf } from "./inspectPictures.js";

const dense = <D extends Uint8Array | Float64Array>(data: D, nColumns: number, scale = 1) =>
  ({ kind: "dense", data, nRows: data.length / nColumns, nColumns, scale }) as const;

it("shows the brightest training pixel as white", () => {
  const layout = { width: 2, height: 1, channels: 1, order: "planar" } as const;
  const rows = dense(Uint8Array.of(0, 16, 8, 4), 2);
  expect([...pictureOf(rows, 1, imageScale(layout, rows)).pixels]).toEqual([128, 64]);
});

it.each(["planar", "interleaved"] as const)("comes back to the same %s features", (order) => {
  const layout = { width: 2, height: 2, channels: 3, order };
  const rows = dense(
    Uint8Array.from({ length: 24 }, (_, k) => (7 * k) % 17),
    12,
  );
  const scale = imageScale(layout, rows);
  for (const row of [0, 1])
    expect([...featuresOfPicture(pictureOf(rows, row, scale).pixels, scale)]).toEqual([
      ...rows.data.subarray(12 * row, 12 * row + 12),
    ]);
});

it("keeps the colors of a pixel together, whichever way they are stored", () => {
  const planar = { width: 2, height: 1, channels: 3, order: "planar" } as const;
  const rows = dense(Uint8Array.of(255, 1, 2, 3, 4, 5), 6);
  expect([...pictureOf(rows, 0, imageScale(planar, rows)).pixels]).toEqual([255, 2, 4, 1, 3, 5]);
});

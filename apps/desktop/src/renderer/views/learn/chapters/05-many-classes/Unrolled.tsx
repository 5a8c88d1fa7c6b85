import { useStore } from "zustand";
import { drawLine, drawText } from "../../figure/draw.js";
import { Handle } from "../../figure/Handle.js";
import { Plane, type PlaneFrame } from "../../figure/Plane.js";
import { nFeatures, placeOf, planeSize, side } from "./drawnPictures.js";
import styles from "./Figure.module.css";
import { type ManyClassesState, pixelsOf, point, pointAtPixel, store } from "./manyClasses.js";

const pictureView = { x: [0, side], y: [0, side] } as const;
const stripView = { x: [0, nFeatures], y: [0, 320] } as const;
const planes = ["red", "green", "blue"] as const;

/** The picture with a cross on one of its pixels, and x with a mark at each of that pixel's three numbers. */
export const Unrolled = () => (
  <>
    <Plane
      label="The picked picture"
      store={store}
      view={pictureView}
      draw={drawPicture}
      onPress={(x, y) => pointAtPixel(Math.floor(side - y), Math.floor(x))}
    >
      <PixelHandle />
    </Plane>
    <Plane
      label="Its 3,072 numbers: red, green, blue"
      store={store}
      view={stripView}
      stretched
      draw={drawStrip}
      onPress={point}
    >
      <PositionHandle />
    </Plane>
    <Numbers />
  </>
);

function PixelHandle() {
  const [, row, column] = placeOf(useStore(store, (state) => state.position));
  return (
    <Handle
      label="Pixel"
      said={`row ${row + 1}, column ${column + 1}`}
      x={column + 0.5}
      y={side - row - 0.5}
      step={1}
      onMove={(x, y) => pointAtPixel(Math.floor(side - y), Math.floor(x))}
    />
  );
}

function PositionHandle() {
  const { position, picture } = useStore(store);
  const [plane, row, column] = placeOf(position);
  const place = `${planes[plane]} of row ${row + 1}, column ${column + 1}`;
  return (
    <Handle
      label="Position in x"
      said={`${position + 1} of ${nFeatures}, ${place}: ${pixelsOf(picture)[position]}`}
      x={position}
      y={290}
      along="x"
      step={1}
      onMove={point}
    />
  );
}

function Numbers() {
  const { position, picture } = useStore(store);
  const x = pixelsOf(picture);
  const [, row, column] = placeOf(position);
  const pixel = position % planeSize;
  return (
    <p className={styles.numbers}>
      Row {row + 1}, column {column + 1}:{" "}
      {planes.map((name, plane) => (
        <span key={name} data-numeric className={styles.number}>
          x<sub>{pixel + plane * planeSize + 1}</sub> = {x[pixel + plane * planeSize]} ({name})
        </span>
      ))}
    </p>
  );
}

function drawPicture(frame: PlaneFrame<ManyClassesState>): void {
  const { context, state, toPicture } = frame;
  const x = pixelsOf(state.picture);
  const [left, top] = toPicture(0, side);
  const size = (toPicture(side, 0)[0] - left) / side;
  for (let pixel = 0; pixel < planeSize; pixel++) {
    const [, row, column] = placeOf(pixel);
    const [red, green, blue] = [0, 1, 2].map((plane) => x[pixel + plane * planeSize]);
    context.fillStyle = `rgb(${red} ${green} ${blue})`;
    context.fillRect(left + column * size, top + row * size, size + 0.5, size + 0.5);
  }
}

/** The mean of the numbers under each pixel of the screen, as high as it is, in the color of its plane; a mark at each of the pointed pixel's three. */
function drawStrip(frame: PlaneFrame<ManyClassesState>): void {
  const { context, state, look, toPicture, toPlane, width } = frame;
  const x = pixelsOf(state.picture);
  const [, ground] = toPicture(0, 0);
  for (let left = 0; left < width; left++) {
    const [from, to] = [toPlane(left, 0)[0], toPlane(left + 1, 0)[0]].map(Math.floor);
    const under = x.subarray(from, Math.max(from + 1, to));
    const [, top] = toPicture(0, under.reduce((sum, each) => sum + each, 0) / under.length);
    context.fillStyle = inks[Math.min(2, Math.floor(from / planeSize))];
    context.fillRect(left, top, 1, ground - top);
  }
  for (const [plane, name] of planes.entries())
    drawText(frame, name, [plane * planeSize, 320], { dx: 6, dy: 14, color: look.muted });
  const pixel = state.position % planeSize;
  for (const plane of [0, 1, 2]) {
    const k = pixel + plane * planeSize;
    drawLine(
      frame,
      [
        [k, 0],
        [k, 290],
      ],
      { color: look.ink, width: 2 },
    );
  }
}

const inks = ["rgb(200 60 60 / 0.5)", "rgb(50 150 70 / 0.5)", "rgb(60 100 210 / 0.5)"];

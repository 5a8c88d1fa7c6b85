import type { ImageLayout } from "@softmax/datasets";
import { useEffect, useRef } from "react";
import type { Scene, StepPicture } from "../../../../shared/ipc/pictures.js";
import { Picture } from "./Picture.js";
import { usePalette } from "./usePalette.js";
import styles from "./WeightsPicture.module.css";
import { fullColor, type WeightColors, weightColors, weightPixels } from "./weightPixels.js";

/** As many as can be told apart on a screen. */
const mostImages = 30;

export interface WeightsPictureProps {
  readonly scene: Scene;
  readonly picture: StepPicture;
}

/** What each class looks for: its weights as an image, the same scale for all. */
export function WeightsPicture({ scene, picture }: WeightsPictureProps) {
  const colors = weightColors(usePalette());
  const { weights, step } = picture;
  const { image } = scene;
  if (!weights || !image) return null;
  const size = image.height * image.width * image.channels;
  const most = fullColor(weights);
  const shown = scene.classes.slice(0, mostImages);
  return (
    <Picture title="Weights of each class" step={step} wide choice={<Key />}>
      <ul className={styles.images} style={grid(shown.length)}>
        {shown.map((name, c) => (
          <li key={name} className={styles.image}>
            <WeightImage
              label={`Weights of ${name}`}
              weights={weights.subarray(c * size, (c + 1) * size)}
              image={image}
              most={most}
              colors={colors}
            />
            <span className={styles.name}>{name}</span>
          </li>
        ))}
      </ul>
    </Picture>
  );
}

/** Twice as many columns as rows: the place is wide. */
function grid(count: number) {
  const columns = count <= 3 ? count : Math.ceil(Math.sqrt(2 * count));
  const rows = Math.ceil(count / columns);
  return {
    gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
    gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))`,
  };
}

const Key = () => (
  <span className={styles.key}>
    <span className={styles.against}>■</span> against <span className={styles.for}>■</span> for
  </span>
);

interface WeightImageProps {
  readonly label: string;
  readonly weights: Float32Array;
  readonly image: ImageLayout;
  readonly most: number;
  readonly colors: WeightColors;
}

/** A canvas pixel a weight; the page enlarges it. */
function WeightImage({ label, weights, image, most, colors }: WeightImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const pixels = weightPixels(weights, image, most, colors);
    const context = canvas.current!.getContext("2d")!;
    context.putImageData(new ImageData(pixels, image.width, image.height), 0, 0);
  });
  const { width, height } = image;
  return (
    <canvas
      ref={canvas}
      className={styles.canvas}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    />
  );
}

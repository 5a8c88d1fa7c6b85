import { useEffect, useRef } from "react";
import type { Picture } from "../../../shared/ipc/inspect.js";
import { tokenColor } from "../../design/tokenColor.js";
import { useDark } from "../../shell/ThemeButton.js";
import styles from "./PictureView.module.css";

interface Painted {
  readonly width: number;
  readonly height: number;
  /** Bytes red, green, blue, opacity. */
  readonly rgba: Uint8ClampedArray;
  readonly label: string;
  /** Width on the page. */
  readonly size: number;
}

/** Pixels, each drawn as a square. */
function Pixels({ width, height, rgba, label, size }: Painted) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const image = new ImageData(width, height);
    image.data.set(rgba);
    canvas.current!.getContext("2d")!.putImageData(image, 0, 0);
  }, [rgba, width, height]);
  return (
    <canvas
      ref={canvas}
      className={styles.pixels}
      width={width}
      height={height}
      style={{ width: size, height: (size * height) / width }}
      role="img"
      aria-label={label}
    />
  );
}

interface PictureViewProps {
  readonly picture: Picture;
  readonly label: string;
  readonly size: number;
}

export function PictureView({ picture, label, size }: PictureViewProps) {
  const { width, height, channels, pixels } = picture;
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let p = 0; p < width * height; p++) {
    for (let k = 0; k < 3; k++) rgba[4 * p + k] = pixels[p * channels + Math.min(k, channels - 1)];
    rgba[4 * p + 3] = 255;
  }
  return <Pixels width={width} height={height} rgba={rgba} label={label} size={size} />;
}

export interface SignedMapProps {
  readonly width: number;
  readonly height: number;
  readonly values: ArrayLike<number>;
  /** The size that gets the full color. */
  readonly largest: number;
  readonly label: string;
  readonly size: number;
}

/** Numbers by pixel: orange above zero, blue below, the ground's color at zero. */
export function SignedMap({ width, height, values, largest, label, size }: SignedMapProps) {
  useDark();
  const rgba = signedPixels(values, largest);
  return <Pixels width={width} height={height} rgba={rgba} label={label} size={size} />;
}

/** The pixels of a `SignedMap` in the present theme. */
export function signedPixels(values: ArrayLike<number>, largest: number): Uint8ClampedArray<ArrayBuffer> {
  const [zero, above, below] = (["--sunken", "--class-1", "--class-0"] as const).map(channelsOf);
  const rgba = new Uint8ClampedArray(4 * values.length);
  for (let p = 0; p < values.length; p++) {
    const share = Math.min(1, Math.abs(values[p]) / (largest || 1));
    const full = values[p] > 0 ? above : below;
    for (let k = 0; k < 3; k++) rgba[4 * p + k] = zero[k] + share * (full[k] - zero[k]);
    rgba[4 * p + 3] = 255;
  }
  return rgba;
}

const channelsOf = (token: `--${string}`): number[] =>
  (tokenColor(token).match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);

import { useEffect, useState } from "react";
import type { ImageInput } from "../../../shared/ipc/predict.js";
import { Button } from "../../design/Button.js";
import { percent } from "../../design/format.js";
import { report } from "../../design/Toast.js";
import { usePredict } from "../../state/predict.js";
import { PictureView } from "../inspect/PictureView.js";
import { DrawPad } from "./DrawPad.js";
import styles from "./ImagePanel.module.css";
import { drawnPixels, pixelsOfImage } from "./imagePixels.js";

/** An image to predict: drawn, pasted, or dropped. */
export function ImagePanel({ image }: { readonly image: ImageInput }) {
  const { pixels, setPixels, clear } = usePredict();
  const [cleared, setCleared] = useState(0);
  const empty = () => {
    setCleared((n) => n + 1);
    report(clear());
  };
  usePastedImage((blob) => {
    setCleared((n) => n + 1);
    report(pixelsOfImage(blob, image).then(setPixels));
  });
  const { width, height, channels } = image;
  return (
    <div className={styles.panel}>
      <figure className={styles.figure}>
        <figcaption className={styles.caption}>Draw here</figcaption>
        <DrawPad
          cleared={cleared}
          onDraw={(pad) => {
            const drawn = drawnPixels(pad, image);
            if (drawn) report(setPixels(drawn));
          }}
        />
        <Button onClick={empty}>Clear</Button>
      </figure>
      <figure className={styles.figure}>
        <figcaption className={styles.caption}>What the model sees</figcaption>
        {pixels ? (
          <PictureView
            picture={{ width, height, channels, pixels }}
            size={280}
            label="The image that is predicted"
          />
        ) : (
          <p className={styles.nothing}>Draw something, paste an image, or drop one on the window.</p>
        )}
        <p className={styles.text}>
          {width} × {height} pixels. A drawing is scaled so that its longer side is {percent(image.extent)} of
          the image, as in the training images, and centered by its mass as far as it stays within. An image
          that is pasted or dropped is stretched to this size.
        </p>
      </figure>
    </div>
  );
}

/** Calls back with every image that is pasted. */
function usePastedImage(onImage: (image: Blob) => void): void {
  useEffect(() => {
    const onPaste = ({ clipboardData }: ClipboardEvent) => {
      const file = [...(clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
      if (file) onImage(file);
    };
    addEventListener("paste", onPaste);
    return () => removeEventListener("paste", onPaste);
  });
}

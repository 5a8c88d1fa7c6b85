import { useStore } from "zustand";
import type { Picture } from "../../../../../shared/ipc/inspect.js";
import { PictureView } from "../../../inspect/PictureView.js";
import { classNames, planeSize, side } from "./drawnPictures.js";
import styles from "./Figure.module.css";
import { pick, pixelsOf, shown, store } from "./manyClasses.js";

/** Red, green and blue of a pixel beside each other, as screens want them. */
export function interleaved(planar: ArrayLike<number>): Picture {
  const pixels = new Uint8Array(planar.length);
  for (let k = 0; k < planar.length; k++) pixels[3 * (k % planeSize) + Math.floor(k / planeSize)] = planar[k];
  return { width: side, height: side, channels: 3, pixels };
}

const pictures = Array.from(shown.classes, (c, n) => ({
  name: `${classNames[c]} ${Math.floor(n / classNames.length) + 1}`,
  picture: interleaved(pixelsOf(n)),
}));

/** Two of each class to pick from: radio buttons to the keyboard. */
export function Pictures() {
  const picked = useStore(store, (state) => state.picture);
  return (
    <fieldset className={styles.pictures} aria-label="Pictures">
      {pictures.map(({ name, picture }, n) => (
        <label key={name} className={styles.picture} title={name}>
          <input
            type="radio"
            name="picture"
            aria-label={name}
            checked={n === picked}
            onChange={() => pick(n)}
          />
          <PictureView picture={picture} label={`Drawn: ${name}`} size={28} />
        </label>
      ))}
    </fieldset>
  );
}

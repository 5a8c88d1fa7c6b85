import { usePictures } from "../../../state/pictures.js";
import { useTrain } from "../../../state/train.js";
import { ConfusionPicture } from "./ConfusionPicture.js";
import styles from "./PicturesRow.module.css";
import { RegionsPicture } from "./RegionsPicture.js";
import { SimplexPicture } from "./SimplexPicture.js";
import { WeightsPicture } from "./WeightsPicture.js";

/** What the parameters of the shown step do: the pictures that the data allow. */
export function PicturesRow() {
  const { scene, picture } = usePictures();
  const onSpark = useTrain((state) => state.start?.config.engine === "spark");
  if (!scene || !picture)
    return (
      <p className={styles.hint}>
        {onSpark
          ? "Spark keeps no steps to go back to; the model it found is in Inspect."
          : "What the model has learned is shown here, step by step."}
      </p>
    );
  return (
    <div className={styles.row}>
      {scene.axes.length >= 2 && <RegionsPicture scene={scene} picture={picture} />}
      {scene.image && <WeightsPicture scene={scene} picture={picture} />}
      {scene.classes.length === 3 && <SimplexPicture scene={scene} picture={picture} />}
      <ConfusionPicture scene={scene} picture={picture} />
    </div>
  );
}

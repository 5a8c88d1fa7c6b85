import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { DatasetSummary, GalleryImage } from "../../../shared/ipc/data.js";
import { askSession } from "../../client.js";
import { count } from "../../design/format.js";
import { useData } from "../../state/data.js";
import { PictureView } from "../inspect/PictureView.js";
import styles from "./Gallery.module.css";
import { usePages } from "./rowPages.js";

const tile = { width: 84, height: 104, picture: 72 };

/** The images of a column, as many beside each other as there is room for; only those in view are on the page. */
export function Gallery({ dataset, column }: { readonly dataset: DatasetSummary; readonly column: string }) {
  const scroller = useRef<HTMLElement>(null);
  const label = useData((state) => state.label);
  const across = useAcross(scroller);
  const image = usePages(`${dataset.id} ${label}`, (from, n) =>
    askSession("data.images", { dataset: dataset.id, column, label, from, count: n }),
  );
  const rows = useVirtualizer({
    count: Math.ceil(dataset.nSamples / across),
    getScrollElement: () => scroller.current,
    estimateSize: () => tile.height,
    overscan: 2,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: to be scrolled by keys
    <section className={styles.scroller} ref={scroller} tabIndex={0} aria-label="Images">
      <div className={styles.sheet} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            className={styles.row}
            style={{
              transform: `translateY(${start}px)`,
              gridTemplateColumns: `repeat(${across}, minmax(0, 1fr))`,
            }}
          >
            {Array.from({ length: Math.min(across, dataset.nSamples - index * across) }, (_, k) => {
              const sample = index * across + k;
              return <Tile key={sample} sample={sample} image={image(sample)} />;
            })}
          </div>
        ))}
      </div>
    </section>
  );
}

interface TileProps {
  readonly sample: number;
  readonly image?: GalleryImage;
}

const Tile = ({ sample, image }: TileProps) => (
  <figure className={styles.tile}>
    <div className={styles.picture}>
      {image && <PictureView picture={image.picture} size={tile.picture} label={`Image ${sample + 1}`} />}
    </div>
    <figcaption className={styles.caption}>
      <span className={styles.label}>{image?.label ?? ""}</span>
      <span>{count(sample + 1)}</span>
    </figcaption>
  </figure>
);

/** How many tiles fit beside each other. */
function useAcross(scroller: RefObject<HTMLElement | null>): number {
  const [across, setAcross] = useState(8);
  useEffect(() => {
    const observer = new ResizeObserver(([{ contentRect }]) =>
      setAcross(Math.max(1, Math.floor(contentRect.width / tile.width))),
    );
    observer.observe(scroller.current!);
    return () => observer.disconnect();
  }, [scroller]);
  return across;
}

import type { BlockSize, Kernels, Precision, Slot } from "@softmax/tensor-core";
import type { BlockStore, PartName } from "./blocks.js";
import type { Weigh } from "./blockWeights.js";
import type { Block } from "./tape.js";

/** Which block, in which arithmetic. */
export interface BlockPlace {
  readonly part: PartName;
  readonly block: number;
  readonly precision: Precision;
}

interface Resident extends BlockPlace {
  readonly slot: Slot;
  readonly loaded: Promise<Block>;
}

/** Reads blocks into two slots in turn, so that one is read while the kernels compute on the other. */
export interface BlockReader {
  /** The block, which may be in memory already; it stays until the second block after it is asked for. */
  get(place: BlockPlace): Promise<Block>;
  /** Begins to read a block that will be asked for. */
  ahead(place: BlockPlace): void;
  /** Resolves when nothing is being read. */
  rest(): Promise<void>;
}

export function blockReader(store: BlockStore, kernels: Kernels, weigh: Weigh): BlockReader {
  const room = largestBlock(store);
  const free: Slot[] = [kernels.slot(store.layout, room), kernels.slot(store.layout, room)];
  /** The one that was asked for latest comes last. */
  const residents: Resident[] = [];

  const load = async ({ part, block, precision }: BlockPlace, slot: Slot): Promise<Block> => {
    const rows = await store.read(part, block, slot, precision);
    return { ...rows, weights: part === "train" ? weigh(rows) : undefined };
  };
  const resident = (place: BlockPlace): Resident => {
    const at = residents.findIndex((each) => samePlace(each, place));
    if (at >= 0) return residents[at];
    const former = free.length > 0 ? undefined : residents.shift();
    const slot = former?.slot ?? free.pop()!;
    const loaded = (former ? settled(former.loaded) : Promise.resolve()).then(() => load(place, slot));
    const entry = { ...place, slot, loaded };
    residents.push(entry);
    loaded.catch(() => {
      if (!residents.includes(entry)) return;
      residents.splice(residents.indexOf(entry), 1);
      free.push(slot);
    });
    return entry;
  };
  return {
    get(place) {
      const entry = resident(place);
      residents.push(...residents.splice(residents.indexOf(entry), 1));
      return entry.loaded;
    },
    ahead(place) {
      resident(place);
    },
    rest: async () => void (await Promise.all(residents.map(({ loaded }) => settled(loaded)))),
  };
}

/** Resolves when the promise has come to its end, whichever. */
const settled = (promise: Promise<unknown>): Promise<unknown> => promise.catch(() => undefined);

const samePlace = (a: BlockPlace, b: BlockPlace): boolean =>
  a.part === b.part && a.block === b.block && a.precision === b.precision;

/** As many rows and entries as any block has. */
function largestBlock({ parts }: BlockStore): BlockSize {
  const blocks = Object.values(parts).flatMap((part) => part?.blocks ?? []);
  return {
    nRows: blocks.reduce((most, { nRows }) => Math.max(most, nRows), 0),
    nonzeros: blocks.reduce((most, { nonzeros }) => Math.max(most, nonzeros), 0),
  };
}

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { Search } from "lucide-react";
import { usePalette } from "../state/palette.js";
import { type Action, perform } from "./action.js";
import { actions } from "./actions.js";
import { keysOf } from "./keys.js";
import styles from "./Palette.module.css";
import { isMac } from "./useActions.js";

interface Group {
  readonly value: string;
  readonly items: readonly Action[];
}

/** What can be done now, and is of more use than opening what is open. */
const available = (): readonly Group[] =>
  Object.entries(actions)
    .map(([value, items]) => ({
      value,
      items: items.filter(({ id, isAvailable }) => id !== "palette.open" && isAvailable?.() !== false),
    }))
    .filter(({ items }) => items.length > 0);

/** Everything that can be done, found by typing a part of its name. */
export function Palette() {
  const { shown, show } = usePalette();
  return (
    <Dialog.Root open={shown === "palette"} onOpenChange={(open) => show(open ? "palette" : null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.palette} aria-label="Command palette">
          <Actions onChosen={() => show(null)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const Actions = ({ onChosen }: { readonly onChosen: () => void }) => (
  <Autocomplete.Root
    open
    inline
    items={available()}
    itemToStringValue={({ title }: Action) => title}
    autoHighlight="always"
    keepHighlight
  >
    <div className={styles.search}>
      <Search size={15} strokeWidth={1.75} aria-hidden />
      <Autocomplete.Input
        className={styles.input}
        aria-label="Find an action"
        placeholder="What do you want to do?"
      />
    </div>
    <Autocomplete.Empty>
      <p className={styles.none}>Nothing that can be done now has this name.</p>
    </Autocomplete.Empty>
    <Autocomplete.List className={styles.list}>
      {({ value, items }: Group) => (
        <Autocomplete.Group key={value} items={items} className={styles.group}>
          <Autocomplete.GroupLabel className={styles.heading}>{value}</Autocomplete.GroupLabel>
          <Autocomplete.Collection>
            {(action: Action) => (
              <Autocomplete.Item
                key={action.id}
                value={action}
                className={styles.item}
                onClick={() => {
                  onChosen();
                  perform(action);
                }}
              >
                {action.title}
                <Keys id={action.id} />
              </Autocomplete.Item>
            )}
          </Autocomplete.Collection>
        </Autocomplete.Group>
      )}
    </Autocomplete.List>
  </Autocomplete.Root>
);

function Keys({ id }: { readonly id: string }) {
  const keys = keysOf(id, isMac);
  return keys === undefined ? null : <kbd className={styles.keys}>{keys}</kbd>;
}

/** All the keys there are. */
export function Shortcuts() {
  const { shown, show } = usePalette();
  return (
    <Dialog.Root open={shown === "shortcuts"} onOpenChange={(open) => show(open ? "shortcuts" : null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.shortcuts}>
          <Dialog.Title className={styles.title}>Keyboard shortcuts</Dialog.Title>
          <ul>
            {Object.values(actions)
              .flat()
              .filter(({ id }) => keysOf(id, isMac) !== undefined)
              .map(({ id, title }) => (
                <li key={id} className={styles.shortcut}>
                  {title}
                  <Keys id={id} />
                </li>
              ))}
          </ul>
          <p className={styles.hint}>
            Tab goes from one control to the next, arrow keys from one view to the next.
          </p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

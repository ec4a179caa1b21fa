import { useText } from "../locales/text.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Keys } from "../ui/keys.tsx";
import { useAllCommands } from "./commands.tsx";

/** Which keys do what, here and now. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const t = useText("common");
  const withKeys = useAllCommands().filter(({ keys }) => keys !== undefined);
  return (
    <Dialog title={t("shortcuts.title")} open onOpenChange={(open) => !open && onClose()} width="wide">
      <div className="gap-8 pb-2 sm:columns-2">
        {[...Map.groupBy(withKeys, ({ group }) => group)].map(([group, commands]) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 text-xs font-medium text-faint">{group}</h3>
            <dl>
              {commands.map(({ id, title, keys = "" }) => (
                <div key={id} className="flex items-center gap-3 border-b border-line py-1.5 text-sm">
                  <dt className="min-w-0 grow">{title}</dt>
                  <dd>
                    <Keys keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

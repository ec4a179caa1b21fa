import { Command } from "cmdk";
import { Dialog as Radix } from "radix-ui";
import { useText } from "../locales/text.ts";
import { onceGivenBack, useGivingBack } from "../ui/giving-back.ts";
import { Keys } from "../ui/keys.tsx";
import { type Command as Offered, useAllCommands } from "./commands.tsx";

const groupsOf = (commands: Offered[]): [string, Offered[]][] => [...Map.groupBy(commands, ({ group }) => group)];

/** All that can be done here and now, found by its name. */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useText("common");
  const givingBack = useGivingBack(true);
  const commands = useAllCommands().filter(({ isHidden }) => !isHidden);
  const run = (command: Offered) => {
    onClose();
    onceGivenBack(command.run);
  };
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-overlay" />
        <Radix.Content
          {...givingBack}
          aria-describedby={undefined}
          className="fixed start-1/2 top-[12vh] z-50 w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 animate-appear overflow-hidden rounded-2xl bg-raised shadow-floating outline-none rtl:translate-x-1/2"
        >
          <Radix.Title className="sr-only">{t("palette.title")}</Radix.Title>
          <Command loop label={t("palette.title")}>
            <Command.Input
              placeholder={t("palette.placeholder")}
              className="h-12 w-full border-b border-line bg-transparent px-4 text-base outline-none"
            />
            {/* Beside the list: words are no choice of it. */}
            <Command.Empty className="px-4 pt-6 pb-3 text-center text-sm text-muted">
              {t("palette.empty")}
            </Command.Empty>
            <Command.List label={t("palette.title")} className="max-h-[min(24rem,60vh)] overflow-y-auto p-1.5">
              {groupsOf(commands).map(([group, all]) => (
                <Command.Group
                  key={group}
                  heading={group}
                  className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint"
                >
                  {all.map((command) => (
                    <Command.Item
                      key={command.id}
                      value={`${command.title} ${command.id}`}
                      {...(command.keywords ? { keywords: command.keywords } : {})}
                      onSelect={() => run(command)}
                      className="flex cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-2 text-sm data-[selected=true]:bg-hover"
                    >
                      {command.icon && <command.icon aria-hidden className="size-4 text-muted" />}
                      <span className="min-w-0 grow truncate">{command.title}</span>
                      {command.keys && <Keys keys={command.keys} />}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

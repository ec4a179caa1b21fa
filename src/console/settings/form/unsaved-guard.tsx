import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { useText } from "../../locales/text.ts";
import { Confirm } from "../../ui/dialog.tsx";

let isFree = false;

/** Goes elsewhere although something was not saved, such as to what was just added. */
export function leaveFreely(go: () => void): void {
  isFree = true;
  try {
    go();
  } finally {
    isFree = false;
  }
}

const wayOf = (url: string): string => {
  const { pathname, search, hash } = new URL(url);
  return `${pathname}${search}${hash}`;
};

/** Asks before what was written is lost, wherever somebody goes: by a link, a key, or back. */
export function UnsavedGuard({ isDirty }: { isDirty: boolean }) {
  const t = useText("settings");
  const [, navigate] = useLocation();
  const [wish, setWish] = useState<string | null>(null);
  useEffect(() => {
    if (!isDirty) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onNavigate = (event: NavigateEvent) => {
      const isElsewhere = new URL(event.destination.url).pathname !== location.pathname;
      if (isFree || !event.cancelable || !event.destination.sameDocument || !isElsewhere) return;
      event.preventDefault();
      setWish(event.destination.url);
    };
    const { navigation } = window as { navigation?: Navigation };
    window.addEventListener("beforeunload", onUnload);
    navigation?.addEventListener("navigate", onNavigate);
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      navigation?.removeEventListener("navigate", onNavigate);
    };
  }, [isDirty]);
  return (
    <Confirm
      open={wish !== null}
      onOpenChange={(open) => !open && setWish(null)}
      title={t("unsaved.title")}
      detail={t("unsaved.detail")}
      action={t("unsaved.leave")}
      onConfirm={() => leaveFreely(() => wish !== null && navigate(wayOf(wish)))}
    />
  );
}

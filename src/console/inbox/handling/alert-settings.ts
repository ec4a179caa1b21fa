import { useSyncExternalStore } from "react";

const SOUND = "console:sound";
const NOTIFICATIONS = "console:notifications";

/** `blocked`: the browser was told never to ask again, or knows no notifications. */
type Notifications = "on" | "off" | "blocked";

const listeners = new Set<() => void>();

const onChange = (listener: () => void): (() => void) => {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
};

function keep(name: string, value: "on" | "off"): void {
  localStorage.setItem(name, value);
  for (const listener of listeners) listener();
}

/** A sound unless it was muted. */
export const hasSound = (): boolean => localStorage.getItem(SOUND) !== "off";

/** Desktop notifications only for who asked for them. */
export function notifications(): Notifications {
  if (!("Notification" in window) || Notification.permission === "denied") return "blocked";
  return Notification.permission === "granted" && localStorage.getItem(NOTIFICATIONS) === "on" ? "on" : "off";
}

export const chooseSound = (wanted: boolean): void => keep(SOUND, wanted ? "on" : "off");

/** The browser asks the agent, where it has not yet. */
export async function askForNotifications(wanted: boolean): Promise<void> {
  if (wanted && Notification.permission === "default") await Notification.requestPermission();
  keep(NOTIFICATIONS, wanted ? "on" : "off");
}

/** How the agent wants to be told, in this browser. */
export const useAlertSettings = () => ({
  hasSound: useSyncExternalStore(onChange, hasSound),
  notifications: useSyncExternalStore(onChange, notifications),
});

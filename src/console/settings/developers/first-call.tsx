import { useText } from "../../locales/text.ts";
import { CodeBox } from "./code-box.tsx";

/** A call that can be pasted into a shell; with the key itself while it is known. */
export function FirstCall({ secret }: { secret?: string }) {
  const t = useText("developers");
  const key = secret ?? "$KEY";
  const lines = [`curl ${location.origin}/api/v1/conversations`, `  -H "Authorization: Bearer ${key}"`];
  return <CodeBox label={t("keys.first")} text={lines.join(" \\\n")} />;
}

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { useText } from "../locales/text.ts";
import { IconButton } from "../ui/button.tsx";
import { CONTROL, Field } from "../ui/field.tsx";

interface PasswordFieldProps {
  label: string;
  autoComplete: "current-password" | "new-password";
  error?: string | null;
  defaultValue?: string | undefined;
  /** Has the keyboard as it comes. */
  isFirst?: boolean;
}

/** A password, which may be looked at. */
export function PasswordField({ label, autoComplete, error, defaultValue, isFirst = false }: PasswordFieldProps) {
  const t = useText("sign-in");
  const [isShown, setShown] = useState(false);
  return (
    <Field label={label} error={error}>
      {(described) => (
        <div className="relative">
          <input
            {...described}
            name="password"
            type={isShown ? "text" : "password"}
            autoComplete={autoComplete}
            required
            // biome-ignore lint/a11y/noAutofocus: a page of one field has nothing else to be read first
            autoFocus={isFirst}
            defaultValue={defaultValue}
            className={`${CONTROL} h-9 pe-10`}
          />
          <IconButton
            icon={isShown ? EyeOff : Eye}
            label={t(isShown ? "hide" : "show")}
            size="small"
            onClick={() => setShown(!isShown)}
            className="absolute end-1 top-1"
          />
        </div>
      )}
    </Field>
  );
}

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { useTexts } from "../texts/use-texts.ts";
import { IconButton } from "./icon-button.tsx";
import { TextField, type TextFieldProps } from "./text-field.tsx";

/** A secret that can be looked at while it is typed. */
export function PasswordField(props: Omit<TextFieldProps, "type" | "tools">) {
  const texts = useTexts().kit;
  const [isShown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      type={isShown ? "text" : "password"}
      autoComplete={props.autoComplete ?? "off"}
      tools={
        <IconButton
          label={isShown ? texts.hidePassword : texts.showPassword}
          icon={isShown ? <EyeOff /> : <Eye />}
          onClick={() => setShown(!isShown)}
        />
      }
    />
  );
}

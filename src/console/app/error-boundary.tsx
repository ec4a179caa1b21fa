import { RotateCcw, TriangleAlert } from "lucide-react";
import { Component, type ReactNode } from "react";
import { useText } from "../locales/text.ts";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/empty.tsx";

interface Props {
  /** Tries again when it changes, such as with the address. */
  resetKey?: string;
  /** What stands there then; words and a way out unless said. */
  fallback?: ReactNode;
  children: ReactNode;
}

/** In the place of a part that failed, so that the rest of the page goes on. */
export class ErrorBoundary extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override componentDidUpdate(before: Props) {
    if (this.state.hasFailed && before.resetKey !== this.props.resetKey) this.setState({ hasFailed: false });
  }

  override render() {
    const { fallback = <Failed />, children } = this.props;
    return this.state.hasFailed ? fallback : children;
  }
}

function Failed() {
  const t = useText("common");
  return (
    <div role="alert" className="h-full">
      <Empty
        icon={TriangleAlert}
        title={t("error.title")}
        detail={t("error.crash")}
        action={
          <Button icon={RotateCcw} onClick={() => location.reload()}>
            {t("actions.reload")}
          </Button>
        }
      />
    </div>
  );
}

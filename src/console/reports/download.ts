import { useCallback, useState } from "react";
import type { ListedReport } from "../../protocol/report.ts";
import { urlOf } from "../api/client.ts";
import { ApiProblem, problemOf } from "../api/problem.ts";
import { toastProblem } from "../ui/toast.tsx";
import { operationOf, type ReportQuestion } from "./use-report.ts";

/** The report as a file of comma-separated values, asked for as it is shown. */
async function csvOf(name: ListedReport, question: ReportQuestion): Promise<Blob> {
  const query = { ...question, format: "csv" } as never;
  const response = await fetch(urlOf(operationOf(name), undefined, query)).catch(() => {
    throw new ApiProblem("offline", 0);
  });
  if (!response.ok) throw await problemOf(response);
  return response.blob();
}

function keep(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Downloads a report as it is shown. */
export function useDownload(name: ListedReport, question: ReportQuestion | undefined) {
  const [isBusy, setBusy] = useState(false);
  const download = useCallback(async () => {
    if (question === undefined) return;
    setBusy(true);
    try {
      keep(await csvOf(name, question), `${name}-${question.from}-${question.to}.csv`);
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  }, [name, question]);
  return { isBusy, download: useCallback(() => void download(), [download]) };
}

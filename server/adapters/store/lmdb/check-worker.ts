import { parentPort, workerData } from "node:worker_threads";
import { toEnd } from "./check-file.ts";
import type { HelperData } from "./check-helper.ts";
import { Steps } from "./check-leaves.ts";
import { FileCheck } from "./file-check.ts";
import { PageFile } from "./page-file.ts";

const { path, steps } = workerData as HelperData;
const file = new PageFile(path);
const check = FileCheck.of(file);
parentPort?.postMessage(check && toEnd(check.look(new Steps(steps))));
file.close();

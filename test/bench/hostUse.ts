/** What the extension host of a server costs the machine, read from Linux's list of processes. Elsewhere there are no figures. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface HostUse {
  /** Milliseconds since it started, in steps of ten. */
  readonly cpu: number;
  /** Resident, in MiB. */
  readonly memory: number;
}

interface ProcessFacts {
  readonly parent: number;
  readonly startedAt: number;
  readonly cpuTicks: number;
}

/** Linux counts processor time in hundredths of a second, whatever its kernel does inside. */
const millisecondsPerTick = 10;

/**
 * Of the youngest extension host below the server with that data folder: a reloaded window has a new one, while the old one
 * may still be ending.
 */
export function readHostUse(dataFolder: string): HostUse | undefined {
  if (process.platform !== 'linux') return undefined;
  let youngest: (ProcessFacts & { readonly pid: number }) | undefined;
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || !read(pid, 'cmdline').includes('--type=extensionHost')) continue;
    const facts = factsOf(pid);
    if (facts === undefined || !isBelow(facts.parent, dataFolder)) continue;
    if (youngest === undefined || facts.startedAt > youngest.startedAt) youngest = { ...facts, pid };
  }
  if (youngest === undefined) return undefined;
  const kibibytes = Number(/^VmRSS:\s+(\d+)/m.exec(read(youngest.pid, 'status'))?.[1] ?? 0);
  return { cpu: youngest.cpuTicks * millisecondsPerTick, memory: kibibytes / 1024 };
}

function isBelow(pid: number, dataFolder: string): boolean {
  for (let next: number | undefined = pid; next !== undefined && next > 1; next = factsOf(next)?.parent) {
    if (read(next, 'cmdline').split('\0').includes(dataFolder)) return true;
  }
  return false;
}

function factsOf(pid: number): ProcessFacts | undefined {
  const stat = read(pid, 'stat');
  if (stat === '') return undefined;
  // The program's name stands in brackets and may hold spaces and brackets itself.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, parent = 0] = fields;
  return { parent, cpuTicks: (fields[11] ?? 0) + (fields[12] ?? 0), startedAt: fields[19] ?? 0 };
}

/** Empty where the process has ended. */
function read(pid: number, file: 'cmdline' | 'stat' | 'status'): string {
  try {
    return readFileSync(path.join('/proc', String(pid), file), 'utf8');
  } catch {
    return '';
  }
}

import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import path from 'node:path';
import { activate, ours } from './measure.js';

/** Writes a CPU profile of the activation to `out/activation.cpuprofile`. */
export async function run(): Promise<void> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 100 });
  await session.post('Profiler.start');
  await activate([ours]);
  const { profile } = await session.post('Profiler.stop');
  writeFileSync(path.resolve(__dirname, '../../../activation.cpuprofile'), JSON.stringify(profile));
}

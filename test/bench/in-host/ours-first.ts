import { activate, ours, reference } from './measure.js';

export const run = () => activate([ours, reference]);

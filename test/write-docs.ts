import { writeFileSync } from 'node:fs';
import { diagnosesDocument } from './support/diagnoses-document.js';

writeFileSync('docs/diagnoses.md', diagnosesDocument());

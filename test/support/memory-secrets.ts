import { EditorSecrets, type WindowSecrets } from './editor-secrets.js';

/** The secret storage of an editor with a single window. */
export function memorySecrets(): WindowSecrets {
  return new EditorSecrets('desktop').openWindow();
}

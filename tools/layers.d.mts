export interface Layer {
  readonly module: string;
  readonly contains: string;
  readonly imports: readonly string[];
  readonly types?: readonly string[];
  readonly packages?: readonly string[];
  readonly node?: boolean;
}
export const layers: readonly Layer[];
export function layerTable(): string;

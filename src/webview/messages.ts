/** The messages from the page to the extension. */
export type PageMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'action'; readonly protocol: string; readonly action: string }
  | { readonly type: 'command'; readonly protocol: string; readonly command: string }
  | { readonly type: 'copy'; readonly text: string };

/** The messages from the extension to the page. */
export type ExtensionMessage =
  | { readonly type: 'render'; readonly body: string; readonly showWorst: boolean }
  | { readonly type: 'lines'; readonly lines: readonly string[] };

/** The state that the editor keeps while the page is hidden and after a reload. */
export interface PageState {
  readonly accountId: string;
  readonly user: string;
  readonly tab?: string;
}

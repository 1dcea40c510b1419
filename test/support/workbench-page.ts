import { mkdirSync } from 'node:fs';
import type { BrowserContext, Locator, Page } from 'playwright-core';

/** A page of VS Code's workbench, driven as a user does: by what can be seen and clicked. */
export class WorkbenchPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly #name: string;
  #shots = 0;

  private constructor(page: Page, name: string) {
    this.page = page;
    this.#name = name;
    this.context = page.context();
  }

  /** @param name what the screenshots' names begin with */
  static async open(context: BrowserContext, url: string, name: string): Promise<WorkbenchPage> {
    const workbench = new WorkbenchPage(await context.newPage(), name);
    await workbench.page.goto(url);
    await workbench.page.locator('.monaco-workbench .part.statusbar').waitFor();
    return workbench;
  }

  get #input(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  /** Runs a command by its title, from the palette; anew where something else takes the focus from it. */
  async run(title: string): Promise<void> {
    for (let tries = 3; ; tries--) {
      const row = this.#input.locator('.monaco-list-row').filter({ hasText: title }).first();
      const pressed = await this.openPalette(title)
        .then(() => pressUntilGone(row, this.#input.filter({ hasText: title })))
        .then(
          () => true,
          () => false,
        );
      if (pressed) return;
      if (tries === 1) throw new Error(`the palette does not run ${title}`);
    }
  }

  /** Opens the palette and types. A page behind another tab is drawn about once a second only, so it comes to the front. */
  async openPalette(text: string): Promise<void> {
    await this.page.bringToFront();
    await this.page.keyboard.press('F1');
    await this.#input.locator('input').first().fill(`>${text}`, { timeout: 5000 });
    await this.#input.locator('.monaco-list-row').first().waitFor();
  }

  /** The lines that a quick pick or the palette shows. */
  async choices(): Promise<string[]> {
    await this.#input.locator('.monaco-list-row').first().waitFor();
    return this.#input.locator('.monaco-list-row .quick-input-list-label .label-name').allTextContents();
  }

  /** Picks a line of the quick pick that asks this. */
  async pick(question: string, label: string): Promise<void> {
    const input = this.#input.locator(`input[placeholder^="${question}"]`);
    await input.waitFor();
    await pressUntilGone(this.#input.locator('.monaco-list-row').filter({ hasText: label }).first(), input);
  }

  /** Picks a line by typing it, for those of a quick pick that is longer than the screen. */
  async find(question: string, label: string): Promise<void> {
    const input = this.#input.locator(`input[placeholder^="${question}"]`);
    await input.fill(label);
    await this.#input.locator('.monaco-list-row.focused').filter({ hasText: label }).first().waitFor();
    // Not by the mouse: the hover of a line may lie over it.
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** Picks a line of whatever quick pick is open. */
  async choose(label: string): Promise<void> {
    const row = this.#input.locator('.monaco-list-row').filter({ hasText: label }).first();
    await row.waitFor();
    await pressUntilGone(row, row);
  }

  /** Picks a line of the quick pick that is open, which comes again, so that it cannot be seen to close. */
  async chooseByKeyboard(label: string): Promise<void> {
    const rows = this.#input.locator('.monaco-list-row');
    const row = rows.filter({ hasText: label }).first();
    const index = Number(await row.getAttribute('data-index'));
    for (let steps = 0; steps < index; steps++) await this.page.keyboard.press('ArrowDown');
    await rows.and(this.page.locator('.focused')).filter({ hasText: label }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Types into the input box that asks this, and accepts. */
  async type(question: string, text: string): Promise<void> {
    const message = this.#input.locator('.quick-input-message').filter({ hasText: question });
    await message.waitFor();
    await this.#input.locator('.quick-input-box input').fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** What the input box that asks this proposes, and its title with the steps. */
  async proposed(question: string): Promise<{ readonly text: string; readonly title: string }> {
    await this.#input.locator('.quick-input-message').filter({ hasText: question }).waitFor();
    const text = await this.#input.locator('.quick-input-box input').inputValue();
    return { text, title: await this.#input.locator('.quick-input-title').innerText() };
  }

  /** Accepts what the input box that asks this proposes. */
  async accept(question: string): Promise<{ readonly text: string; readonly title: string }> {
    const proposed = await this.proposed(question);
    await this.page.keyboard.press('Enter');
    return proposed;
  }

  /** Types into the input box that asks this, and leaves it open. */
  async typeOnly(question: string, text: string): Promise<void> {
    await this.#input.locator('.quick-input-message').filter({ hasText: question }).waitFor();
    await this.#input.locator('.quick-input-box input').fill(text);
  }

  /** Accepts the line that the quick pick that asks this proposes. */
  async acceptPick(question: string): Promise<void> {
    const input = this.#input.locator(`input[placeholder^="${question}"]`);
    await this.#input.locator('.monaco-list-row.focused').first().waitFor();
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** Waits until the input box says this below its text. */
  async inputSays(text: string): Promise<void> {
    await this.#input.locator('.quick-input-message').filter({ hasText: text }).waitFor();
  }

  /** Waits until a quick pick shows this. */
  async choice(text: string): Promise<void> {
    await this.#input.locator('.monaco-list-row').filter({ hasText: text }).waitFor();
  }

  /** Names a file in the workbench's own file dialog, which first fills in a folder of its own. */
  async chooseFile(title: string, file: string): Promise<void> {
    const dialog = this.#input.filter({ hasText: title });
    await dialog.locator('.monaco-list-row').filter({ hasText: '..' }).first().waitFor();
    await dialog.locator('.quick-input-box input').fill(file);
    await dialog
      .locator('.monaco-list-row')
      .filter({ hasText: file.slice(file.lastIndexOf('/') + 1) })
      .first()
      .waitFor();
    await dialog.getByRole('button', { name: 'OK' }).click();
  }

  /** Names a file in the workbench's own dialog to save one. */
  async saveFile(title: string, file: string): Promise<void> {
    const dialog = this.#input.filter({ hasText: title });
    await dialog.locator('.monaco-list-row').first().waitFor();
    await dialog.locator('.quick-input-box input').fill(file);
    await pressUntilGone(dialog.getByRole('button', { name: /^(OK|Save)/ }), dialog);
  }

  async back(): Promise<void> {
    await this.#input.locator('.quick-input-titlebar .codicon-quick-input-back').click();
  }

  async escape(): Promise<void> {
    await this.page.keyboard.press('Escape');
  }

  /** Does something that opens the browser, and gives the page that it opens. */
  async opens(action: () => Promise<void>): Promise<Page> {
    const [opened] = await Promise.all([this.context.waitForEvent('page'), action()]);
    await opened.waitForLoadState();
    return opened;
  }

  /** Presses a button of the dialog that is open. */
  async answerDialog(button: string): Promise<void> {
    await this.page.locator('.monaco-dialog-box').getByRole('button', { name: button, exact: true }).click();
  }

  /** Presses a button of a dialog that the workbench shows only sometimes, such as for websites it does not trust. */
  confirmIfAsked(button: string): void {
    const open = this.page.locator('.monaco-dialog-box').getByRole('button', { name: button, exact: true });
    open.click({ timeout: 60_000 }).catch(() => undefined);
  }

  /** The notification with this text, once it is there. */
  async notification(text: string | RegExp): Promise<Locator> {
    const toast = this.page.locator('.notification-toast').filter({ hasText: text }).first();
    await toast.waitFor();
    return toast;
  }

  /** The messages on screen, once none of them is a progress: the editor keeps one for 800 ms at least. */
  async notifications(): Promise<string[]> {
    const toasts = this.page.locator('.notification-toast');
    const progress = toasts.filter({ has: this.page.locator('.monaco-progress-container.active') });
    await progress.first().waitFor({ state: 'hidden' });
    return toasts.locator('.notification-list-item-message').allTextContents();
  }

  /** Waits until a progress notification is gone. */
  async progressEnds(text: string): Promise<void> {
    await this.page.locator('.notification-toast').filter({ hasText: text }).waitFor({ state: 'hidden' });
  }

  async closeNotifications(): Promise<void> {
    await this.run('Notifications: Clear All Notifications');
  }

  /** Waits for the view that has no account. */
  async welcome(): Promise<void> {
    await this.page.locator('.welcome-view-content .monaco-button').filter({ hasText: 'Add Account' }).waitFor();
  }

  /** An item of the accounts’ tree. */
  treeItem(text: string | RegExp): Locator {
    return this.page.locator('.part.sidebar .monaco-list-row').filter({ hasText: text }).first();
  }

  /** Unfolds an item of the tree; a click on the row itself opens its page. */
  async unfold(text: string | RegExp): Promise<void> {
    await this.treeItem(text).locator('.monaco-tl-twistie').click();
  }

  /** Presses a button of an item of the tree; it shows when the pointer is there. */
  async treeAction(item: string | RegExp, action: string): Promise<void> {
    const row = this.treeItem(item);
    await row.hover();
    await row.locator(`.action-label[aria-label^="${action}"]`).click();
  }

  /** The last conversation in the output panel, once its text on screen matches. */
  async output(pattern: RegExp): Promise<string> {
    // The editor shows spaces as no-break spaces.
    const shown = new RegExp(pattern.source.replaceAll(' ', '\\s'));
    const line = this.page.locator('.part.panel .lines-content .view-line').filter({ hasText: shown }).last();
    await line.click({ position: { x: 20, y: 8 } });
    // What is scrolled away is not on the page, but it can be copied.
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.press('Control+C');
    const text = String(await this.page.evaluate('navigator.clipboard.readText()'));
    return text.slice(Math.max(0, text.lastIndexOf('\n── ')));
  }

  /** Presses a button in the title of the active editor. */
  async editorAction(title: string): Promise<void> {
    await this.page.locator(`.part.editor .editor-actions .action-label[aria-label^="${title}"]`).click();
  }

  /** The text of the active editor. */
  async editorText(): Promise<string> {
    return plain(await this.page.locator('.part.editor .editor-instance .view-lines').first().innerText());
  }

  /** Waits until the clipboard holds a text. */
  async clipboard(pattern: RegExp): Promise<string> {
    const matching = `navigator.clipboard.readText().then((text) => ${String(pattern)}.test(text) && text)`;
    const held = await this.page.waitForFunction(matching);
    return String(await held.jsonValue());
  }

  /** Waits until the Markdown preview shows a text. */
  async preview(pattern: RegExp): Promise<void> {
    const frame = this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    // The Markdown extension starts with the first preview.
    await frame.getByText(pattern).first().waitFor({ timeout: 60_000 });
  }

  async screenshot(name: string): Promise<void> {
    await this.page.bringToFront();
    mkdirSync('out/screenshots', { recursive: true });
    await this.page.screenshot({
      path: `out/screenshots/${this.#name}-${String(++this.#shots).padStart(2, '0')}-${name}.png`,
    });
  }
}

/**
 * A list that is just being drawn can swallow a click, and the hover of a line can lie over the others, so the click is
 * repeated until what it should close is gone.
 */
async function pressUntilGone(button: Locator, closes: Locator): Promise<void> {
  for (let tries = 3; tries > 0; tries--) {
    const gone = await button
      .click({ timeout: 5000 })
      .then(() => closes.first().waitFor({ state: 'hidden', timeout: 3000 }))
      .then(
        () => true,
        () => false,
      );
    if (gone) return;
    await button.page().mouse.move(0, 0);
  }
  throw new Error('the click has no effect');
}

function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ').replaceAll('\u200b', '');
}

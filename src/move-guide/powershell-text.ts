/**
 * Quotes a text as a PowerShell literal, so that it cannot be interpreted as code.
 *
 * @see https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules
 */
export function powershellText(text: string): string {
  // PowerShell treats typographic quotes as quotes too.
  return `'${text.replace(/[\r\n]/g, ' ').replace(/['‘’‚‛]/g, '$&$&')}'`;
}

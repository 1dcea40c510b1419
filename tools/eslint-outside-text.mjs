/** Where the editor finds links, icons and Markdown in texts, which may quote a server. */
export const outsideTextSinks = [
  {
    selector:
      "MemberExpression:matches([object.property.name='window'], [object.name='window'])[property.name=/^(?:show(?:Error|Warning|Information)Message|setStatusBarMessage)$/]",
    message: 'Texts may quote a server: use src/vscode/ui/notifications.ts, which leaves no link in them.',
  },
  {
    selector: "AssignmentExpression[left.property.name='validationMessage']",
    message: 'Use setValidationMessage() of src/vscode/ui/notifications.ts, which leaves no link in it.',
  },
  {
    selector: "MemberExpression[object.property.name='ProgressLocation'][property.name='Notification']",
    message: 'Use withProgressNotification() of src/vscode/ui/notifications.ts, which leaves no link in its title.',
  },
  {
    selector: "NewExpression[callee.property.name='MarkdownString'][arguments.length>0]",
    message: 'Use appendText(), which escapes Markdown.',
  },
  {
    selector: "CallExpression[callee.property.name='appendMarkdown'] > :not(Literal).arguments",
    message: 'Only a constant may be Markdown: use appendText().',
  },
  {
    selector:
      ':matches(MemberExpression[property.name=/^(?:isTrusted|supportHtml)$/], Property[key.name=/^(?:isTrusted|supportHtml)$/])',
    message: 'Markdown that runs commands or HTML must not hold texts from outside.',
  },
];

export const outsideTextSinks: readonly { readonly selector: string; readonly message: string }[];

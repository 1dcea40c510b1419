import { longestStretch, longReplies, undisturbed } from '../support/long-replies.js';

/** How long a server's reply keeps everything else in the process waiting. */
export async function measureReplies(): Promise<void> {
  for (const [name, protocol, answers] of longReplies) {
    const ofShort = await undisturbed(() => longestStretch(protocol, answers(9_000), 'refused'));
    const ofLong = await undisturbed(() => longestStretch(protocol, answers(900_000), 'refused'));
    console.log(`a reply ${name}: ${ofLong.toFixed(0)} ms at a stretch for 900 KB, ${ofShort.toFixed(0)} ms for 9 KB`);
  }
}

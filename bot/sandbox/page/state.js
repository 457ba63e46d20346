// What the parts of the page share: who acts, the bot's commands, how many messages are shown.

export const state = { person: 0, commands: [], count: 0 };

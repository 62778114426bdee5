// Slack texts, made safe for the Markdown parser inside slack-blocks-to-jsx.
//
// That parser knows more Markdown than Slack does, and reads "&lt;b&gt;" as HTML.
// So each character it must not interpret is hidden as a private-use character
// until the HTML is ready, when reveal() puts it back.

const PRIVATE = 0xe000;
const EMOJI = /(?<![\w:]):[a-z+-][\w+'-]*:/;
const SPAN = /(```[\s\S]*?```|`[^`\n]+`|<[^<>\n]+>)/; // code, or a link or mention

export const unescape = (text) =>
  text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

const hide = (text) =>
  text.replace(/[ -\/:-@[-`{-~]/g, (c) => String.fromCharCode(PRIVATE + c.charCodeAt(0)));

export const reveal = (html) =>
  html.replace(/[\ue000-\ue07f]/g, (c) => `&#${c.charCodeAt(0) - PRIVATE};`);

const aroundEmoji = (text, change) =>
  text.split(new RegExp(`(${EMOJI.source})`)).map((part, i) => (i % 2 ? part : change(part))).join("");

const plain = (text) => aroundEmoji(unescape(text), (part) => part.replace(/^ +|[!-~]+/gm, hide));

const mrkdwn = (text) =>
  text
    .replace(/^&gt;/gm, ">") // a quote, however it was sent
    .split(SPAN)
    .map((part, i) => {
      if (i % 2 === 0)
        return aroundEmoji(part, (words) =>
          words
            .replace(/&(amp|lt|gt);/g, (entity) => hide(unescape(entity)))
            .replace(/^ +|^[-+]|(?<=[\p{L}\d])[*_~](?=[\p{L}\d])|[\\[\]#|=!&<:]/gmu, hide),
        );
      const [, fence, inside] = part.match(/^(```|`|<)([\s\S]*?)(?:```|`|>)$/);
      if (fence !== "<") return fence + hide(unescape(inside)) + fence;
      const [target, ...label] = inside.split("|");
      if (label.length && target[0] === "@") return `<@${label.join("|")}>`; // the name, not the identifier
      return label.length ? `<${target}|${hide(unescape(label.join("|")))}>` : part;
    })
    .join("");

/** A copy of some Block Kit JSON with each of its text objects made safe. */
export const safe = (node) => {
  if (Array.isArray(node)) return node.map(safe);
  if (node === null || typeof node !== "object") return node;
  if (node.type === "plain_text") return { ...node, text: plain(node.text) };
  if (node.type === "mrkdwn") return { ...node, text: mrkdwn(node.text) };
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, safe(value)]));
};

// One picture's HTML: the frame, and the blocks in it. slack-blocks-to-jsx draws
// every text and the blocks that only show something; buttons, menus and inputs
// are drawn here, because the library's look differs from Slack's.

import { renderToStaticMarkup } from "react-dom/server";
import { Message } from "slack-blocks-to-jsx";
import { reveal, safe, unescape } from "./text.js";

const APP_NAME = "Una Voz";
const COLORS = ["#1d7a8c", "#8a4fa3", "#b8562d", "#3b6fb5", "#4f7f3a"];

const Library = ({ block }) => <Message blocks={[safe(block)]} theme="light" withoutWrapper />;

const Text = ({ of, type = "plain_text" }) => (
  <span className="text">
    <Library block={{ type: "section", text: typeof of === "string" ? { type, text: of } : of }} />
  </span>
);

const Icon = ({ path, size = 16, fill = "none" }) => (
  <svg width={size} height={size} viewBox="0 0 24 24" fill={fill} stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
    <path d={path} />
  </svg>
);
const CARET = "M5 9l7 7 7-7";
const CROSS = "M5 5l14 14M19 5L5 19";
const EYE = "M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7zM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z";
const THUMB = "M7 11v9H3v-9zM7 11l4.5-8c1.7 0 2.7 1.2 2.5 2.8L13.5 9H19c1.4 0 2.3 1.2 2 2.5l-1.5 7c-.2.9-1 1.5-2 1.5H7";

const ELEMENTS = {
  button: ({ text, style = "" }) => (
    <span className={`button ${style}`}><Text of={text} /></span>
  ),
  static_select: ({ initial_option, placeholder }) => (
    <span className="select">
      <span className={initial_option ? "" : "placeholder"}><Text of={initial_option?.text ?? placeholder ?? "Choose an option"} /></span>
      <Icon path={CARET} size={14} />
    </span>
  ),
  plain_text_input: ({ initial_value, placeholder, multiline }) => (
    <div className={multiline ? "field multiline" : "field"}>
      {initial_value ? unescape(initial_value) : <span className="placeholder"><Text of={placeholder ?? "Write something"} /></span>}
    </div>
  ),
  feedback_buttons: () => (
    <span className="feedback">
      <Icon path={THUMB} size={18} />
      <span className="down"><Icon path={THUMB} size={18} /></span>
    </span>
  ),
};

const Element = ({ of }) => {
  const Own = ELEMENTS[of.type];
  return Own ? <Own {...of} /> : <Library block={{ type: "actions", elements: [of] }} />;
};

const Row = ({ elements }) => <div className="row">{elements.map((element, i) => <Element key={i} of={element} />)}</div>;

const BLOCKS = {
  actions: Row,
  context_actions: Row,
  input: ({ label, element, hint, optional }) => (
    <div className="input">
      <div className="label"><Text of={label} />{optional && <span className="optional"> (optional)</span>}</div>
      <Element of={element} />
      {hint && <div className="hint"><Text of={hint} /></div>}
    </div>
  ),
  section: ({ accessory, ...section }) =>
    accessory && ELEMENTS[accessory.type] ? (
      <div className="with-accessory">
        <Library block={section} />
        <Element of={accessory} />
      </div>
    ) : (
      <Library block={accessory ? { ...section, accessory } : section} />
    ),
};

const Blocks = ({ of }) =>
  of.map((block, i) => {
    const Own = BLOCKS[block.type];
    return <div key={i} className={`block ${block.type}`}>{Own ? <Own {...block} /> : <Library block={block} />}</div>;
  });

const Avatar = ({ name }) => {
  const initials = name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  const sum = [...name].reduce((total, letter) => 31 * total + letter.codePointAt(0), 0);
  const color = name === APP_NAME ? "#4a154b" : COLORS[sum % COLORS.length];
  return <span className="avatar" style={{ background: color }}>{initials}</span>;
};

const Post = ({ author, badge, time, ephemeral, children }) => (
  <div className="post">
    {ephemeral && <div className="only-you"><Icon path={EYE} size={14} /> Only visible to you</div>}
    <Avatar name={author} />
    <div className="body">
      <div className="author">
        <b>{author}</b>
        {badge && <span className="badge">{badge}</span>}
        {time && <span className="time">{time}</span>}
      </div>
      {children}
    </div>
  </div>
);

const MessagePicture = ({ blocks, author = APP_NAME, thread = [], ...rest }) => (
  <div className="message">
    {thread.length > 0 && (
      <div className="thread">
        {thread.map(({ text, ...post }, i) => <Post key={i} {...post}><Text of={text} type="mrkdwn" /></Post>)}
      </div>
    )}
    <Post author={author} {...rest}><Blocks of={blocks} /></Post>
  </div>
);

const ModalPicture = ({ title, submit, close, blocks }) => (
  <div className="modal">
    <div className="title">
      <Avatar name={APP_NAME} />
      <b><Text of={title} /></b>
      <Icon path={CROSS} size={20} />
    </div>
    <div className="content"><Blocks of={blocks} /></div>
    {(submit || close) && (
      <div className="footer">
        {close && <span className="button"><Text of={close} /></span>}
        {submit && <span className="button primary"><Text of={submit} /></span>}
      </div>
    )}
  </div>
);

const HomePicture = ({ title = APP_NAME, blocks }) => (
  <div className="home">
    <div className="title"><Avatar name={APP_NAME} /><b><Text of={title} /></b></div>
    <div className="tabs"><span className="active">Home</span><span>Messages</span><span>About</span></div>
    <div className="content"><Blocks of={blocks} /></div>
  </div>
);

const Picture = ({ message, view }) => {
  if (message) return <MessagePicture {...message} />;
  return view.type === "home" ? <HomePicture {...view} /> : <ModalPicture {...view} />;
};

export const html = (entry) => reveal(renderToStaticMarkup(<Picture {...entry} />));

/** The page's own few words. What the bot says comes from the bot. */

const EN = {
  youAre: "you are: {name}",
  switchPerson: "Speak as somebody else",
  chats: "Chats",
  back: "Back to the chats",
  bot: "bot",
  members: "{count} members",
  typing: "typing…",
  connecting: "Connecting…",
  placeholder: "Select a chat to start messaging",
  noMessages: "No messages yet",
  start: "START",
  write: "Message",
  send: "Send",
  menu: "Menu",
  commands: "Commands",
  noCommands: "The bot offers no commands here",
  topics: "Topics",
  allTopics: "All",
  reply: "Reply",
  remove: "Delete",
  cancelReply: "Do not reply",
  deletedMessage: "Deleted message",
  edited: "edited",
  today: "Today",
  yesterday: "Yesterday",
  messages: "Messages",
  toBottom: "To the newest message",
  earlier: "Show earlier messages",
  photo: "Photo",
  enlarge: "Enlarge the photo",
  close: "Close",
  ok: "OK",
  you: "You",
  spoiler: "Hidden text, press to reveal",
  copied: "Copied",
  notSent: "Not sent: {error}",
  noServer: "the server does not answer",
  outside: "The servers' world: make trouble",
  outsideHow: "What befalls a server that nobody here asked for. The bot notices within a minute.",
  state_running: "running",
  state_off: "off",
  state_locked: "locked",
  state_blocked: "null-routed",
  state_failed: "last operation failed",
  state_busy: "something is being done",
  deed_off: "Switch off",
  deed_block: "Null-route",
  deed_lock: "Lock",
  deed_fail: "Fail an operation",
  deed_recover: "Recover",
};

const ZH = {
  youAre: "当前身份：{name}",
  switchPerson: "切换身份",
  chats: "聊天列表",
  back: "返回聊天列表",
  bot: "机器人",
  members: "{count} 位成员",
  typing: "正在输入…",
  connecting: "连接中…",
  placeholder: "选择一个聊天开始对话",
  noMessages: "还没有消息",
  start: "开始",
  write: "输入消息",
  send: "发送",
  menu: "菜单",
  commands: "命令",
  noCommands: "机器人在这里没有命令",
  topics: "话题",
  allTopics: "全部",
  reply: "回复",
  remove: "删除",
  cancelReply: "取消回复",
  deletedMessage: "消息已删除",
  edited: "已编辑",
  today: "今天",
  yesterday: "昨天",
  messages: "消息",
  toBottom: "回到最新消息",
  earlier: "显示更早的消息",
  photo: "图片",
  enlarge: "放大图片",
  close: "关闭",
  ok: "好",
  you: "你",
  spoiler: "隐藏内容，点按显示",
  copied: "已复制",
  notSent: "未发送：{error}",
  noServer: "服务器没有响应",
  outside: "服务器的世界：制造状况",
  outsideHow: "没有人在聊天里操作，服务器自己出的状况。机器人一分钟内会发现。",
  state_running: "运行中",
  state_off: "已关机",
  state_locked: "已锁定",
  state_blocked: "已封堵",
  state_failed: "上次操作失败",
  state_busy: "操作进行中",
  deed_off: "关机",
  deed_block: "封堵",
  deed_lock: "锁定",
  deed_fail: "操作失败",
  deed_recover: "恢复",
};

let words = EN;
let locale = "en-GB";

/** @param {string|null|undefined} language a person's language code, such as "zh-hans" or "en" */
export function speak(language) {
  const chinese = (language ?? "").toLowerCase().startsWith("zh");
  words = chinese ? ZH : EN;
  locale = chinese ? "zh-CN" : "en-GB";
  document.documentElement.lang = chinese ? "zh-Hans" : "en";
}

/** @param {keyof typeof EN} key */
export function t(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/gu, (_, name) => values[name]);
}

/** @param {number} unix seconds */
export function clock(unix) {
  return new Date(unix * 1000).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit", hour12: false });
}

/** A key that is equal for two times of the same local day. */
export function dayKey(unix) {
  const date = new Date(unix * 1000);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

export function dayLabel(unix) {
  const now = Date.now() / 1000;
  if (dayKey(unix) === dayKey(now)) return t("today");
  if (dayKey(unix) === dayKey(now - 86400)) return t("yesterday");
  const date = new Date(unix * 1000);
  const sameYear = date.getFullYear() === new Date().getFullYear();
  return date.toLocaleDateString(locale, { day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) });
}

/** The time of a chat's last message in the list: the hour today, else the day. */
export function listTime(unix) {
  if (dayKey(unix) === dayKey(Date.now() / 1000)) return clock(unix);
  return new Date(unix * 1000).toLocaleDateString(locale, { day: "numeric", month: "numeric" });
}

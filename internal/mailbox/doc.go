// Package mailbox sends notices by mail and text message (邮件与短信通知) that say nothing: that
// there is something new in a case, its number, and where to sign in and read it.
//
// A message has no room for content. Its words are a template fixed in the program; what can be
// filled in is a case number and a path of this site, and neither can hold a sentence. So no
// title, name or finding leaves the system this way, whoever writes the calling code.
//
// A letter is written in the transaction of the case and sent by a job afterwards. What cannot
// be delivered in the end is reported to the caller, who gives somebody the task to telephone.
package mailbox

// Package notify (消息通知) tells people outside the product that something waits for them in it:
// by mail and text message, at once or once a day, as each of them wants it. A message has the
// number of a case and a link, never a word of the matter. It is also where the administrator says
// how messages are sent, and where those that did not arrive become a task.
package notify

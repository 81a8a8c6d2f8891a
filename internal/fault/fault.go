// Package fault is the one error vocabulary of the program.
//
// A fault carries a kind, which decides the HTTP status and the log level, a code on which
// pages and API clients can rely, and a message in Chinese for the person at the screen that
// says what is wrong, where, and what to do. Everything else is an internal error: the
// operator finds it in the log by its reference, the user reads a general sentence.
package fault

import (
	"errors"
	"fmt"
)

// Kind is the class of a fault.
type Kind uint8

// The order is stored with import reports; new kinds go to the end.
const (
	Internal    Kind = iota // unexpected; details are for the operator only
	Invalid                 // the request is malformed or breaks a rule: 422
	Forbidden               // the actor may see the thing but not do this: 403
	Missing                 // no such thing, or not visible to the actor: 404
	Conflict                // somebody was faster, or a limit is reached: 409
	TooLarge                // a bound on size, number or time was exceeded: 413
	Unauthentic             // nobody is signed in, or the second factor is missing: 401
	TooMany                 // tried too often: 429
	Unavailable             // a part is out of order for now: 503
	Full                    // no space is left to keep it: 507
)

// An Error is a failure that the user can understand.
type Error struct {
	Kind    Kind
	Code    string // stable, for example "preexam.entity_banned"
	Message string // Chinese, shown to the user
	Format  string // what Message was made from; its English is found by it
	Args    []any  // what was put into Format
	Basis   string // article on which the refusal rests, if any
	Field   string // form field or file that is wrong, if one is
	Err     error  // cause, never shown to the user
}

// Error is for the log: code and cause, not the user's sentence alone.
func (e *Error) Error() string {
	if e.Err != nil {
		return e.Code + ": " + e.Err.Error()
	}
	return e.Code + ": " + e.Message
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// New returns a fault of the given kind. The message is for the user. What is put into it is a
// number, a name, or what knows its own English: a Pair, a Phrase, a List, another fault.
func New(k Kind, code, format string, args ...any) *Error {
	return &Error{Kind: k, Code: code, Message: fmt.Sprintf(format, args...), Format: format, Args: args}
}

// On adds the article that the refusal rests on.
func (e *Error) On(basis string) *Error { e.Basis = basis; return e }

// At names the form field or the file that is wrong.
func (e *Error) At(field string) *Error { e.Field = field; return e }

// Because adds the cause, for the log only.
func (e *Error) Because(err error) *Error { e.Err = err; return e }

// Of returns the fault in err's chain, or nil.
func Of(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	return nil
}

// unexpected is what the user reads about an error that is no fault.
const unexpected = "系统内部出错，您提交的内容未被处理，请稍后重试；仍不成功请联系中心并告知编号或出错时间"

// KindOf returns the kind of err, Internal if err is no fault.
func KindOf(err error) Kind {
	if e := Of(err); e != nil {
		return e.Kind
	}
	return Internal
}

// CodeOf returns the stable code of err, "internal" if err is no fault.
func CodeOf(err error) string {
	if e := Of(err); e != nil {
		return e.Code
	}
	return "internal"
}

// MessageOf returns what the user may read about err.
func MessageOf(err error) string {
	if e := Of(err); e != nil {
		return e.Message
	}
	return unexpected
}

// Wrap adds context to *errp if it is not nil. Use it deferred, once, in functions that can
// fail in several places.
func Wrap(errp *error, format string, args ...any) {
	if *errp != nil {
		*errp = fmt.Errorf(format+": %w", append(args, *errp)...)
	}
}

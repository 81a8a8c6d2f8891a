package calendar

import (
	"errors"
	"fmt"
)

// An Error says in both languages what is wrong with a day or a list of days.
type Error struct {
	Message string // Chinese
	EN      string
	err     error
}

// Error returns the Chinese message.
func (e *Error) Error() string { return e.Message }

// English returns the message in English.
func (e *Error) English() string { return e.EN }

// Unwrap returns the cause, if there is one.
func (e *Error) Unwrap() error { return e.err }

// Wrong makes an error whose formats take the same values.
func Wrong(zh, en string, args ...any) error {
	return &Error{Message: fmt.Sprintf(zh, args...), EN: fmt.Sprintf(en, args...)}
}

// within says at which entry of a list an error lies.
func within(zh, en string, n int, err error) error {
	out := &Error{Message: fmt.Sprintf(zh, n) + err.Error(), EN: fmt.Sprintf(en, n) + err.Error(), err: err}
	if e, ok := errors.AsType[*Error](err); ok {
		out.EN = fmt.Sprintf(en, n) + e.EN
	}
	return out
}

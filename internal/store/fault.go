package store

import (
	"context"
	"errors"

	"zhibao/internal/fault"
)

// A class is what an error of a driver means, whichever driver it came from.
type class uint8

const (
	other      class = iota
	unique           // a second row with the same key
	check            // a value that the table refuses
	foreignKey       // a row that refers to none, or is referred to
	busy             // locked for too long, or too many connections
	full             // no space left on the disk or in a quota
	disk             // the disk failed while reading
	broken           // the disk failed while writing: nothing may be acknowledged any more
	lost             // the connection to the server broke
	again            // serialization failure or deadlock: run it again
)

// A classed error is a driver's error with its meaning.
type classed struct {
	class class
	err   error
}

func (e *classed) Error() string { return e.err.Error() }
func (e *classed) Unwrap() error { return e.err }

// Errors of the store itself.
var (
	errClosed  = errors.New("store: closed")
	errStopped = errors.New("store: writing has stopped after a failure of the disk")
	errUnknown = errors.New("store: the connection broke while committing")
	errAgain   = errors.New("store: the group was rolled back")
)

// IsUnique reports that a row with the same key exists. It also holds inside a transaction,
// before Write has turned the error into a fault.
func IsUnique(err error) bool { return classOf(err) == unique }

// IsCheck reports that a CHECK, NOT NULL or type constraint refused a value.
func IsCheck(err error) bool { return classOf(err) == check }

// IsForeignKey reports that a reference points nowhere, or that the row is referred to.
func IsForeignKey(err error) bool { return classOf(err) == foreignKey }

// IsBusy reports that the database was locked for too long; the same call may succeed later.
func IsBusy(err error) bool { c := classOf(err); return c == busy || c == again }

// IsFull reports that the disk is full.
func IsFull(err error) bool { return classOf(err) == full }

// classOf recognises errors of either engine, raw or already turned into faults.
func classOf(err error) class {
	if e, ok := errors.AsType[*classed](err); ok {
		return e.class
	}
	if _, ok := errors.AsType[*earlier](err); ok {
		return other // until the transaction has ended with it
	}
	if c := classSQLite(err); c != other {
		return c
	}
	return classPostgres(err)
}

// fault turns what a transaction ended with into something a user can read. Faults of the
// caller, ended contexts and sql.ErrNoRows pass unchanged.
func (db *DB) fault(err error) error {
	if err == nil || fault.Of(err) != nil {
		return err
	}
	switch {
	case errors.Is(err, errClosed):
		return fault.New(fault.Unavailable, "store.closed", "系统正在停止，请稍后重试").Because(err)
	case errors.Is(err, errStopped):
		return fault.New(fault.Unavailable, "store.stopped",
			"数据盘写入出错，系统已停止接受写入；已受理的内容不受影响，仍可查阅。请联系系统管理员").Because(err)
	case errors.Is(err, errUnknown):
		return fault.New(fault.Unavailable, "store.commit_unknown",
			"提交时与数据库的连接中断，结果未知；请刷新页面查看是否已成功，再决定是否重试").Because(err)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	c := other
	if db.classify != nil {
		c = db.classify(err)
	}
	if c == other {
		return err
	}
	return faultOf(c).Because(&classed{c, err})
}

// faultOf says what the user can do about it.
func faultOf(c class) *fault.Error {
	switch c {
	case unique:
		return fault.New(fault.Conflict, "store.duplicate",
			"相同的记录已经存在，本次未保存；请刷新页面查看已有记录")
	case check:
		return fault.New(fault.Invalid, "store.check",
			"有一项内容不符合数据库的约束，本次未保存；请检查填写内容，仍不成功请联系中心")
	case foreignKey:
		return fault.New(fault.Conflict, "store.reference",
			"所引用的记录不存在，或本记录仍被引用，本次未保存；请刷新页面后重试")
	case full:
		return fault.New(fault.Full, "store.full",
			"磁盘已满，暂不能保存；查询不受影响。请联系系统管理员清理空间后重试，无需重启")
	case disk, broken:
		return fault.New(fault.Unavailable, "store.disk",
			"读写数据盘出错，本次未保存；请联系系统管理员检查磁盘")
	case lost:
		return fault.New(fault.Unavailable, "store.connection",
			"暂时无法连接数据库，本次未保存，请稍后重试")
	default:
		return fault.New(fault.Unavailable, "store.busy", "系统繁忙，本次未保存，请稍后重试")
	}
}

// Package calendar (工作日历) knows which days are working days in China: the State Council's
// yearly notices of holidays and make-up working days, with further layers on top such as an
// announced closure. A year without a notice gives answers that are provisional.
package calendar

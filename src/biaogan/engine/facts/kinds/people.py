"""The team of a store: roster, approved posts, attendance, training, certificates."""

from biaogan.engine.facts.kind import (
    Kind,
    Personal,
    choice,
    date,
    flag,
    month,
    number,
    text,
    whole,
)

STAFF = Kind(
    code="staff",
    zh="员工花名册",
    en="Staff",
    key=("staff_id",),
    month_from=("hire_date",),
    fields=(
        text("staff_id", required=True),
        text("name", personal=Personal.STAFF),
        text("department"),
        text("team"),
        text("position"),
        text("trade"),
        flag("is_technician"),
        flag("is_service_advisor"),
        text("tech_level"),
        date("hire_date", required=True),
        date("leave_date"),
        choice("leave_type"),
        text("leave_reason", personal=Personal.FREE_TEXT),
        number("fte"),
        flag("is_active"),
        text("employment_type"),
    ),
)

POSITION_PLAN = Kind(
    code="position_plan",
    zh="编制",
    en="Approved posts",
    key=("position", "month"),
    month_from=("month",),
    fields=(
        text("position", required=True),
        month("month", required=True),
        whole("planned_posts", required=True),
        whole("filled_posts"),
        flag("is_key"),
        date("vacant_since"),
    ),
)

ATTENDANCE = Kind(
    code="attendance",
    zh="出勤工时",
    en="Attendance",
    key=("staff_id", "date"),
    month_from=("date",),
    store_required=False,
    fields=(
        text("staff_id", required=True),
        date("date", required=True),
        number("attended_hours"),
        number("clocked_hours"),
        text("leave_type"),
    ),
)

TRAINING_RECORD = Kind(
    code="training_record",
    zh="培训记录",
    en="Training records",
    key=("course_id", "staff_id", "due_date"),
    key_otherwise=("staff_id", "course_name", "due_date"),
    month_from=("due_date",),
    store_required=False,
    fields=(
        text("staff_id", required=True),
        text("course_id"),
        text("course_name"),
        text("course_type"),
        date("due_date", required=True),
        date("completed_at"),
        choice("result"),
        number("hours"),
    ),
)

CERTIFICATION = Kind(
    code="certification",
    zh="认证",
    en="Certificates",
    key=("cert_code", "staff_id"),
    key_otherwise=("staff_id", "level", "domain", "issued_at"),
    month_from=("issued_at",),
    store_required=False,
    fields=(
        text("staff_id", required=True),
        text("cert_code"),
        text("level"),
        date("issued_at", required=True),
        date("expires_at"),
        text("domain"),
    ),
)

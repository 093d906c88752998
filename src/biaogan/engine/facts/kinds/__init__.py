"""Every kind of fact the product knows, by its code."""

from biaogan.engine.facts.kind import Kind
from biaogan.engine.facts.kinds import business, customers, orders, people

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        business.STORE,
        orders.REPAIR_ORDER,
        orders.RO_LABOUR,
        orders.RO_PART,
        orders.RO_MISC,
        orders.SETTLEMENT,
        customers.VEHICLE,
        customers.APPOINTMENT,
        customers.SURVEY,
        customers.COMPLAINT,
        people.STAFF,
        people.POSITION_PLAN,
        people.ATTENDANCE,
        people.TRAINING_RECORD,
        people.CERTIFICATION,
        business.FINANCE_MONTH,
        business.TARGET,
        business.INSPECTION,
        business.IMPROVEMENT,
        orders.PROMOTION,
        business.PART_STOCK,
        business.PART_DEMAND,
        customers.INSURANCE_POLICY,
        customers.SERVICE_PRODUCT,
        orders.RECEIVABLE,
        business.REPORTED_KPI,
    )
}

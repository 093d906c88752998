from django.urls import path

from biaogan.quality.shops.views import overview, planning, shop

urlpatterns = [
    path("shops", overview.shops, name="shops"),
    path("shops/export", overview.export, name="shops_export"),
    path("shops/stores/<str:code>", overview.store, name="shop_store"),
    path("shops/plan", planning.plan, name="shop_plan"),
    path("shops/waves/<int:pk>", planning.wave, name="shop_wave"),
    path("shops/waves/<int:pk>/release", planning.release_wave, name="shop_release_wave"),
    path("shops/shoppers", planning.shoppers, name="shop_shoppers"),
    path("shops/shoppers/<int:pk>/rest", planning.rest_shopper, name="shop_rest_shopper"),
    path("shops/scenarios", planning.scenarios, name="shop_scenarios"),
    path("shops/scenarios/bring", planning.bring, name="shop_bring_scenarios"),
    path("shops/<int:pk>", shop.shop, name="shop"),
    path("shops/<int:pk>/visit", shop.visit, name="shop_visit"),
    path("shops/<int:pk>/score", shop.score, name="shop_score"),
    path("shops/<int:pk>/cancel", shop.cancel, name="shop_cancel"),
    path("shops/<int:pk>/release", shop.release, name="shop_release"),
    path("shops/<int:pk>/appeal", shop.appeal, name="shop_appeal"),
    path("shops/<int:pk>/decide", shop.decide, name="shop_decide"),
]

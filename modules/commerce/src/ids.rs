//! Ids of this module's rows.
//! A type each, so that one can never be passed where another belongs.

kernel::typed_id! {
    /// A category of products.
    CategoryId;
    /// A product.
    ProductId;
    /// A price, as it was from one moment on.
    PriceId;
    /// What a unit of usage costs, as it was from one moment on.
    RateId;
    /// A rate of tax from one moment on.
    TaxId;
    /// An order.
    OrderId;
    /// Something that was bought.
    SubscriptionId;
    /// An invoice, numbered or not.
    InvoiceId;
    /// A change of a service into another product.
    ChangeId;
    /// What was taken back of an invoice.
    CreditId;
    /// A payment through a gateway.
    PaymentId;
    /// A customer's account at a bank.
    BankAccountId;
    /// Money that leaves a wallet.
    WithdrawalId;
    /// A file for the bank.
    BatchId;
    /// Money that staff put into a wallet or take out of it.
    AdjustmentId;
}
